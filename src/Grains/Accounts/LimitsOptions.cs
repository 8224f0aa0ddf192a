namespace MusicGen.Grains.Accounts;

/// <summary>How much an owner may have and ask for.</summary>
public sealed class LimitsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Limits";

    /// <summary>Requests a second of one owner, on each silo; 0: any number. Default: 50, and any number where there is no sign-in.</summary>
    public int? RequestsPerSecond { get; set; }

    /// <summary>Requests of one owner at once, after a while without any. Default: four seconds' worth.</summary>
    public int? Burst { get; set; }

    /// <summary>Corpora of one owner. Default: any number.</summary>
    public int? Corpora { get; set; }

    /// <summary>Trainings of one owner that have not ended and are not paused. Default: any number.</summary>
    public int? Trainings { get; set; }

    /// <summary>Sessions of one owner. Default: any number.</summary>
    public int? Sessions { get; set; }

    /// <summary>Every fault of these options; empty when they can be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (RequestsPerSecond is < 0 or > 1_000_000) yield return $"{Section}:{nameof(RequestsPerSecond)} must be 0 to 1,000,000.";
        if (Burst is < 1 or > 10_000_000) yield return $"{Section}:{nameof(Burst)} must be 1 to 10,000,000.";
        foreach (var (name, most) in new[] { (nameof(Corpora), Corpora), (nameof(Trainings), Trainings), (nameof(Sessions), Sessions) })
        {
            if (most is < 0 or > 1_000_000) yield return $"{Section}:{name} must be 0 to 1,000,000.";
        }
    }

    /// <summary>Whether there is a limit, so that it must be counted.</summary>
    public bool Counts(CountedThing thing) => Of(thing) is not null;

    /// <summary>Null: any number.</summary>
    internal int? Of(CountedThing thing) => thing switch
    {
        CountedThing.Corpus => Corpora,
        CountedThing.Training => Trainings,
        _ => Sessions,
    };
}
