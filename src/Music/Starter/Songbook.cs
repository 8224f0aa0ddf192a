namespace MusicGen.Music.Starter;

/// <summary>The harmonies of the starter corpus.</summary>
/// <remarks>All are common property: blues, rhythm changes, and turns of the circle of fifths.</remarks>
internal static class Songbook
{
    private static readonly (string Title, string Form, string Chart, bool IsMinor)[] Charts =
    [
        ("blues", "AAB", "C7|C7|C7|C7|F7|F7|C7|C7|G7|F7|C7|G7", false),
        ("quick-change-blues", "AAB", "C7|F7|C7|Gm7 C7|F7|F7|C7|A7|Dm7|G7|C7 A7|Dm7 G7", false),
        ("jazz-blues", "AAB", "C7|F7|C7|Gm7 C7|F7|F#dim7|C7|Em7b5 A7alt|Dm7|G7|C7 A7alt|Dm7 G7", false),
        ("bird-blues", "AAB", "Cmaj7|Bm7b5 E7alt|Am7 D7|Gm7 C7|F7|Fm7 Bb7|Em7|Ebm7 Ab7|Dm7|G7|Cmaj7 A7|Dm7 G7", false),
        ("minor-blues", "AAB", "Cm7|Fm7|Cm7|Cm7|Fm7|Fm7|Cm7|Cm7|Ab7|G7alt|Cm6|Dm7b5 G7alt", true),
        ("minor-jazz-blues", "AAB", "Cm6|Dm7b5 G7alt|Cm6|Gm7b5 C7alt|Fm7|Bb7|Cm6|Am7b5|Dm7b5|G7alt|Cm6 Am7b5|Dm7b5 G7alt", true),
        ("rhythm-changes", "AABA", RhythmA + RhythmA + "E7|E7|A7|A7|D7|D7|G7|G7|" + RhythmA, false),
        ("rhythm-changes-two", "AABA", RhythmA2 + RhythmA2 + "Bm7|E7|Em7|A7|Am7|D7|Dm7|G7|" + RhythmA2, false),
        ("two-five-one", "AB", "Dm7|G7|Cmaj7|A7|Dm7|G7|Cmaj7|Cmaj7|Fm7|Bb7|Ebmaj7|Ebmaj7|Dm7|G7|C6|A7alt", false),
        ("falling-fifths", "AA", "Fm7|Bb7|Ebmaj7|Abmaj7|Dm7b5|G7alt|Cm7|Cm7|Fm7|Bb7|Ebmaj7|Abmaj7|Dm7b5|G7alt|Cm6|Cm6", true),
        ("minor-two-five", "AABA", MinorA + MinorA + "Gm7|C7|Fmaj7|Fmaj7|Fm7|Bb7|Dm7b5|G7alt|" + MinorA, true),
        ("ladder", "AB", "Cmaj7|Ebdim7|Dm7|G7|Em7|A7|Dm7|G7|Gm7|C7|Fmaj7|Bb7|Em7 A7|Dm7 G7|C6|Dm7 G7", false),
    ];

    private const string RhythmA = "C6 A7|Dm7 G7|Em7 A7|Dm7 G7|C7|F7|C6 A7|Dm7 G7|";
    private const string RhythmA2 = "Cmaj7 C#dim7|Dm7 D#dim7|Em7 A7|Dm7 G7|Gm7 C7|F7 Bb7|Em7 A7|Dm7 G7|";
    private const string MinorA = "Cm6|Dm7b5 G7alt|Cm6|Am7b5|Dm7b5|G7alt|Cm6|Dm7b5 G7alt|";

    public static int Count => Charts.Length;

    /// <summary>A harmony in a key.</summary>
    /// <param name="index">Which one, from 0.</param>
    /// <param name="tonic">The pitch class that the chart's C becomes.</param>
    public static Tune Of(int index, int tonic)
    {
        var (title, form, chart, isMinor) = Charts[index];
        return new Tune(title, form, chart, tonic, isMinor);
    }
}
