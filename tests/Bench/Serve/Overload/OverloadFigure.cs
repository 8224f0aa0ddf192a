namespace MusicGen.Bench.Serve.Overload;

/// <summary>What the service does when it is asked for more than it can.</summary>
/// <param name="Places">Tunes that it takes on at once.</param>
/// <param name="Peak">With as many sessions as places.</param>
/// <param name="Hammered">With far more requests than it can serve.</param>
/// <param name="Canceled">When tunes are canceled as soon as they are accepted.</param>
internal sealed record OverloadFigure(int Places, PeakFigure Peak, HammerFigure Hammered, CancellationFigure Canceled)
{
    /// <summary>Words that still arrive, of those that do without the overload.</summary>
    public double ShareOfPeak => Hammered.WordsPerSecond / Peak.WordsPerSecond;
}
