namespace MusicGen.Silo.Hosting;

/// <summary>The service cannot start; the message is for the person who started it.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
