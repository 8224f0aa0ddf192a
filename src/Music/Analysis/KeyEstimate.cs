namespace MusicGen.Music.Analysis;

/// <summary>The key that a piece's notes fit best, as Krumhansl and Schmuckler find it.</summary>
/// <param name="Tonic">Pitch class of the first degree, 0 … 11, C being 0.</param>
/// <param name="IsMinor">Whether the key is minor.</param>
/// <param name="Correlation">Pearson's r between the piece's pitch classes and the key's profile, −1 … 1; a clear tonal piece has above 0.8.</param>
/// <param name="Margin">How much the runner-up's correlation is lower, 0 … 2; near 0 the key is a guess, most often between relatives.</param>
public readonly record struct KeyEstimate(int Tonic, bool IsMinor, double Correlation, double Margin)
{
    private static readonly string[] Names = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];

    /// <summary>Such as <c>Eb minor</c>; each pitch class has one name, since spelling is not in the notes.</summary>
    public override string ToString() => $"{Names[Tonic]} {(IsMinor ? "minor" : "major")}";
}
