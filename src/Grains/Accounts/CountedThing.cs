namespace MusicGen.Grains.Accounts;

/// <summary>What an owner may have only so many of.</summary>
[GenerateSerializer, Alias("musicgen.CountedThing")]
public enum CountedThing
{
    /// <summary>A corpus.</summary>
    Corpus,

    /// <summary>A training that goes on.</summary>
    Training,

    /// <summary>A session.</summary>
    Session,
}
