using MusicGen.Contracts.Sessions;

namespace MusicGen.Grains.Composing;

/// <summary>What this silo takes on for composing.</summary>
public sealed class ComposingOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Composing";

    /// <summary>Threads that compose. Default: one a core.</summary>
    public int? Threads { get; set; }

    /// <summary>Memory for models that are loaded, in megabytes; beyond it the least recently used go, but never the last one. Default 2,048: a base model takes 8, a large one 25.</summary>
    public int ModelMegabytes { get; set; } = 2_048;

    /// <summary>Tunes at once in all, each variation counted, waiting ones included; more are refused as busy. Default 4,096.</summary>
    public int Tunes { get; set; } = 4_096;

    /// <summary>Tunes at once of one owner, counted likewise. Default 1,024.</summary>
    public int TunesPerOwner { get; set; } = 1_024;

    /// <summary>Every fault of these options; empty when they can be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (Threads is < 1 or > 1_024) yield return $"{Section}:{nameof(Threads)} must be 1 to 1,024.";
        if (ModelMegabytes is < 1 or > 1 << 20) yield return $"{Section}:{nameof(ModelMegabytes)} must be 1 to 1,048,576.";
        if (Tunes is < CreateTune.MostVariations or > 1_000_000) yield return $"{Section}:{nameof(Tunes)} must be {CreateTune.MostVariations}, as many variations as a tune may have, to 1,000,000.";
        if (TunesPerOwner is < CreateTune.MostVariations or > 1_000_000) yield return $"{Section}:{nameof(TunesPerOwner)} must be {CreateTune.MostVariations}, as many variations as a tune may have, to 1,000,000.";
    }
}
