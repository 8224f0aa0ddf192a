namespace MusicGen.Bench.Serve.Overload;

/// <summary>What many canceled tunes leave behind.</summary>
/// <param name="Accepted">How many were to be canceled as soon as they were accepted; of every fourth one the events were opened before.</param>
/// <param name="Canceled">Those that had not come to their end by then.</param>
/// <param name="Seconds">How long that took.</param>
/// <param name="Refused">Requests that found no place meanwhile, and were sent again.</param>
/// <param name="MemoryBytes">Of the service: before, after every tenth of them, and after all.</param>
/// <param name="AcceptedAfterwards">Of as many requests at the same moment as there are places.</param>
/// <param name="EndedAfterwards">Of these, tunes that came to their end.</param>
internal sealed record CancellationFigure(int Accepted, int Canceled, double Seconds, int Refused, IReadOnlyList<long> MemoryBytes, int AcceptedAfterwards, int EndedAfterwards)
{
    /// <summary>Of the second half, when everything had been done many times: memory at the end against memory in the middle.</summary>
    public double Growth => (double)MemoryBytes[^1] / MemoryBytes[MemoryBytes.Count / 2];
}
