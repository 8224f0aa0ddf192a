using System.Text.Json.Serialization;

namespace MusicGen.Bench.Decode.Engines;

/// <summary>Whose an engine is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EngineKind>))]
internal enum EngineKind
{
    /// <summary>Ours.</summary>
    Own,

    TorchSharp,

    OnnxRuntime,

    /// <summary>With weights and activations of 8 bits.</summary>
    OnnxRuntimeEightBits,
}
