using MusicGen.Music.Scores;
using ScottPlot;

namespace MusicGen.Silo.Demo;

/// <summary>A score as a piano roll: time to the right, pitch upwards, a bar a note.</summary>
internal static class PianoRollPicture
{
    private const int Width = 1400;
    private const int Height = 500;
    private const int PitchesOfAnOctave = 12;

    /// <summary>Half of the space that a pitch has, less a hair's breadth.</summary>
    private const double HalfBar = 0.42;

    public static void Save(Score score, string title, string path)
    {
        using var plot = new Plot();
        foreach (var (track, index) in score.Tracks.Select((track, index) => (track, index)))
        {
            var color = plot.Add.Palette.GetColor(index);
            foreach (var note in track.Notes)
            {
                var bar = plot.Add.Rectangle(Beats(score, note.Onset), Beats(score, note.Onset + note.Duration), note.Pitch - HalfBar, note.Pitch + HalfBar);
                (bar.FillColor, bar.LineWidth) = (color, 0);
            }
        }
        plot.Title(title);
        plot.XLabel("quarter notes");
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. Octaves().Select(pitch => (double)pitch)], [.. Octaves().Select(pitch => $"C{(pitch / PitchesOfAnOctave) - 1}")]);
        plot.Axes.Margins(0.01, 0.08);
        plot.SavePng(path, Width, Height);
    }

    private static IEnumerable<int> Octaves() => Enumerable.Range(0, 11).Select(octave => octave * PitchesOfAnOctave);

    private static double Beats(Score score, Ticks ticks) => (double)ticks.Value / score.TicksPerQuarter;
}
