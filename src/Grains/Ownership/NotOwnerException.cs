namespace MusicGen.Grains.Ownership;

/// <summary>A call in one owner's name reached a grain of another's.</summary>
[GenerateSerializer, Alias("musicgen.NotOwnerException")]
public sealed class NotOwnerException(string message) : Exception(message);
