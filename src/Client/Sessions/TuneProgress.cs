using MusicGen.Contracts.Sessions;

namespace MusicGen.Client.Sessions;

/// <summary>How far a tune is, by its events: in bars where its settings count them, else in words; of all variations together.</summary>
/// <param name="settings">The tune's.</param>
public sealed class TuneProgress(TuneSettings settings)
{
    /// <summary>How many bars or words there will be.</summary>
    public int Total => settings.Variations * (settings.Constraints?.Bars ?? settings.Words ?? 0);

    /// <summary>How many there are.</summary>
    public int Done { get; private set; }

    /// <summary>What is counted, for people.</summary>
    public string Unit => settings.Constraints is null ? "words" : "bars";

    /// <summary>Takes in an event; each once, in their order.</summary>
    public void Take(TuneEvent happened) => Done = Math.Min(Total, Done + (settings.Constraints is null ? happened.Words.Count : happened.Words.Count(word => word == TuneEvent.BarWord)));
}
