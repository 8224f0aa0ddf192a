namespace MusicGen.Silo.Demo;

/// <summary>The demo cannot go on because of what it was given; the message says what to do.</summary>
internal sealed class DemoException(string message, Exception? inner = null) : Exception(message, inner);
