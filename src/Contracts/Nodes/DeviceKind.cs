namespace MusicGen.Contracts.Nodes;

/// <summary>What a device is.</summary>
[GenerateSerializer, Alias("musicgen.DeviceKind")]
public enum DeviceKind
{
    /// <summary>The node's processor cores.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda,
}
