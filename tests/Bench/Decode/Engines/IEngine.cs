namespace MusicGen.Bench.Decode.Engines;

/// <summary>A network as one library holds it for composing. Safe to share between threads, each with loops of its own.</summary>
internal interface IEngine : IDisposable
{
    /// <summary>What it is called in the table.</summary>
    string Name { get; }

    /// <summary>Whose it is.</summary>
    EngineKind Kind { get; }

    /// <summary>How far its logits may lie from those of single precision; see <see cref="Agreement"/>.</summary>
    double Tolerance { get; }

    /// <summary>Begins some sequences, each with the memory of nothing.</summary>
    /// <param name="rows">B: how many are stepped together.</param>
    IStepLoop Start(int rows);
}
