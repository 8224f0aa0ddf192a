using MusicGen.Music.Scores;
using ScottPlot;

namespace MusicGen.Silo.Demo;

/// <summary>A score as a piano roll: time to the right, pitch upwards, a bar a note, a colour an instrument; drums in rows of their own below.</summary>
internal static class PianoRollPicture
{
    private const int Width = 1400;
    private const int Height = 600;
    private const int PitchesOfAnOctave = 12;

    /// <summary>Half of the space that a pitch has, less a hair's breadth.</summary>
    private const double HalfBar = 0.42;

    /// <summary>Rows between the lowest pitch and the drums.</summary>
    private const int DrumGap = 3;

    /// <summary>Pitches that a drum's row takes, so that its label has room.</summary>
    private const int DrumRow = 3;

    /// <summary>How long a stroke looks, in quarters: a drum has no length that is heard.</summary>
    private const double StrokeQuarters = 0.12;

    private static readonly Color DrumColor = Colors.DimGray;

    /// <summary>The families of General MIDI, eight programs each. Source: General MIDI System Level 1, table 2.</summary>
    private static readonly string[] Families =
    [
        "piano", "chromatic percussion", "organ", "guitar", "bass", "strings", "ensemble", "brass",
        "reed", "pipe", "synth lead", "synth pad", "synth effects", "ethnic", "percussive", "sound effects",
    ];

    public static void Save(Score score, string title, string path)
    {
        using var plot = new Plot();
        var pitched = score.Tracks.Where(track => !track.IsDrums).ToList();
        foreach (var (track, index) in pitched.Select((track, index) => (track, index)))
        {
            var color = plot.Add.Palette.GetColor(index);
            foreach (var note in track.Notes) Draw(plot, color, Quarters(score, note.Onset), Quarters(score, note.End), note.Pitch);
            AddToLegend(plot, $"{Families[track.Program / 8]} ({track.Program})", color);
        }
        int[] octaves = [.. Enumerable.Range(0, 11).Select(octave => octave * PitchesOfAnOctave)];
        var rows = octaves.ToDictionary(pitch => (double)pitch, pitch => $"C{(pitch / PitchesOfAnOctave) - 1}");
        var lowest = pitched.SelectMany(track => track.Notes).Select(note => note.Pitch).DefaultIfEmpty(PitchesOfAnOctave * 5).Min();
        DrawDrums(plot, score, lowest - DrumGap, rows);
        DrawBarLines(plot, score);
        plot.Title(title);
        plot.XLabel("quarter notes");
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. rows.Keys], [.. rows.Values]);
        plot.Axes.Margins(0.01, 0.08);
        plot.ShowLegend(Edge.Right);
        plot.SavePng(path, Width, Height);
    }

    /// <summary>A row for each drum that is struck, the lowest key at the bottom, from <paramref name="top"/> down.</summary>
    private static void DrawDrums(Plot plot, Score score, int top, Dictionary<double, string> rows)
    {
        var strokes = score.Tracks.Where(track => track.IsDrums).SelectMany(track => track.Notes).ToList();
        int[] keys = [.. strokes.Select(note => note.Pitch).Distinct().OrderDescending()];
        if (keys.Length == 0) return;
        foreach (var row in rows.Keys.Where(row => row <= top).ToList()) rows.Remove(row);
        foreach (var (key, index) in keys.Select((key, index) => (key, index))) rows[top - (index * DrumRow)] = $"drum {key}";
        foreach (var note in strokes)
        {
            var onset = Quarters(score, note.Onset);
            Draw(plot, DrumColor, onset, onset + StrokeQuarters, top - (Array.IndexOf(keys, note.Pitch) * DrumRow));
        }
        AddToLegend(plot, "drums", DrumColor);
    }

    private static void DrawBarLines(Plot plot, Score score)
    {
        var bars = new BarMap(score.TicksPerQuarter, score.Meters);
        for (var line = Ticks.Zero; line < score.End; line = bars.NextBarLine(line))
            plot.Add.VerticalLine(Quarters(score, line), 1, Colors.Black.WithAlpha(40));
    }

    private static void Draw(Plot plot, Color color, double from, double to, double row)
    {
        var bar = plot.Add.Rectangle(from, to, row - HalfBar, row + HalfBar);
        (bar.FillColor, bar.LineWidth) = (color, 0);
    }

    private static void AddToLegend(Plot plot, string name, Color color) => plot.Legend.ManualItems.Add(new LegendItem { LabelText = name, FillColor = color });

    private static double Quarters(Score score, Ticks ticks) => (double)ticks.Value / score.TicksPerQuarter;
}
