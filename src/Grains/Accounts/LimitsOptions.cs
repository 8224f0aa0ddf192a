namespace MusicGen.Grains.Accounts;

/// <summary>How much an owner may have and ask for.</summary>
public sealed class LimitsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Limits";

    private const int MostRequests = 1_000_000;
    private const int RequestsWithSignIn = 50;
    private const int BurstSeconds = 4;
    private const long MegabytesWithSignIn = 50 << 10;

    /// <summary>Requests a second of one owner, on each silo; 0: any number. Default: 50, and any number where there is no sign-in.</summary>
    public int? RequestsPerSecond { get; set; }

    /// <summary>Requests of one owner at once, after a while without any; a second's worth at least. Default: four seconds' worth.</summary>
    public int? Burst { get; set; }

    /// <summary>Corpora of one owner. Default: any number.</summary>
    public int? Corpora { get; set; }

    /// <summary>Trainings of one owner that have not ended and are not paused. Default: any number.</summary>
    public int? Trainings { get; set; }

    /// <summary>Sessions of one owner. Default: any number.</summary>
    public int? Sessions { get; set; }

    /// <summary>
    /// Megabytes (of 1,048,576 bytes) that the files of one owner's corpora, trainings, models and sessions may fill; 0: any number. Who is full begins nothing that stores more; what goes on, goes on,
    /// so some more may come to be there. Default: 51,200, and any number where there is no sign-in.
    /// </summary>
    public long? StoredMegabytes { get; set; }

    /// <summary>Whether an owner's bytes must be counted.</summary>
    public bool CountsBytes => StoredBytes is not null;

    /// <summary>Null: any number.</summary>
    internal long? StoredBytes => StoredMegabytes is > 0 and var megabytes ? megabytes << 20 : null;

    /// <summary>Sets what is not set and depends on whether there is a sign-in.</summary>
    public LimitsOptions WithDefaults(bool hasSignIn)
    {
        RequestsPerSecond ??= hasSignIn ? RequestsWithSignIn : 0;
        Burst ??= RequestsPerSecond is > 0 and <= MostRequests ? RequestsPerSecond * BurstSeconds : null;
        StoredMegabytes ??= hasSignIn ? MegabytesWithSignIn : 0;
        return this;
    }

    /// <summary>Every fault of these options; empty when they can be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (RequestsPerSecond is < 0 or > MostRequests) yield return $"{Section}:{nameof(RequestsPerSecond)} must be 0 to {MostRequests:N0}.";
        if (Burst is < 1 or > 10_000_000) yield return $"{Section}:{nameof(Burst)} must be 1 to 10,000,000.";
        else if (Burst < RequestsPerSecond) yield return $"{Section}:{nameof(Burst)} must be {RequestsPerSecond:N0} or more, which is {Section}:{nameof(RequestsPerSecond)}: who may not have a second's requests at once does not get that many a second.";
        if (StoredMegabytes is < 0 or > 1_000_000_000) yield return $"{Section}:{nameof(StoredMegabytes)} must be 0 to 1,000,000,000.";
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
