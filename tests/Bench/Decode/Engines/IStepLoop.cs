namespace MusicGen.Bench.Decode.Engines;

/// <summary>Sequences that are stepped together, as composing does: a word of each in, logits of each out. One thread at a time.</summary>
internal interface IStepLoop : IDisposable
{
    /// <param name="tokens">(B).</param>
    /// <param name="logits">Receives (B, V).</param>
    void Step(ReadOnlySpan<int> tokens, Span<float> logits);
}
