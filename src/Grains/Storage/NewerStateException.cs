namespace MusicGen.Grains.Storage;

/// <summary>A newer version of MusicGen wrote this state. A node of that version can read it; this one can once it is upgraded.</summary>
[GenerateSerializer, Alias("musicgen.NewerStateException")]
public sealed class NewerStateException(int version, int known)
    : Exception($"A newer version of MusicGen wrote the state: it has version {version}, and this node knows versions up to {known}. Upgrade the node.");
