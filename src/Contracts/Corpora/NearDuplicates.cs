namespace MusicGen.Contracts.Corpora;

/// <summary>What a corpus does with pieces that are much like one it has: transposed, re-timed, slightly edited.</summary>
[GenerateSerializer, Alias("musicgen.NearDuplicates")]
public enum NearDuplicates
{
    /// <summary>They are kept and reported; a dataset has them all on one side of its split.</summary>
    Keep,

    /// <summary>Only the first of them is kept.</summary>
    Drop,
}
