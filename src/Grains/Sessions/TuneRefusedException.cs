namespace MusicGen.Grains.Sessions;

/// <summary>The model cannot do what a tune's settings say; the message is for whoever asked for the tune.</summary>
internal sealed class TuneRefusedException(string message) : Exception(message);
