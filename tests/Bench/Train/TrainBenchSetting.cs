namespace MusicGen.Bench.Train;

/// <summary>What all rows of the table have in common.</summary>
/// <param name="Device"><c>cpu</c>, or <c>cuda:0</c> and so on.</param>
/// <param name="Threads">CPU threads.</param>
/// <param name="BatchSize">Pieces side by side.</param>
/// <param name="Rounds">Times everything is measured; the median counts.</param>
/// <param name="Peer">PyTorch; null where there is none.</param>
internal sealed record TrainBenchSetting(string Device, int Threads, int BatchSize, int Rounds, TorchPeer? Peer)
{
    /// <summary>Tokens of each piece a step.</summary>
    public const int SequenceLength = 100;

    /// <summary>Words of the made-up language.</summary>
    public const int Words = 500;
}
