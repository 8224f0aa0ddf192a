namespace MusicGen.Music.Originality;

/// <summary>How much of some melodies stands in training pieces.</summary>
/// <param name="Notes">The notes of the melodies.</param>
/// <param name="Copied">Those of them that lie in a copied run.</param>
/// <param name="LongestRun">The most successive intervals that are copied, also where they are fewer than a run.</param>
public readonly record struct CopyCount(long Notes, long Copied, int LongestRun)
{
    /// <summary>The copy rate, 0 … 1; 0 where there are no notes.</summary>
    public double Share => Notes > 0 ? (double)Copied / Notes : 0;
}
