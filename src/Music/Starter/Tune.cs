namespace MusicGen.Music.Starter;

/// <summary>The harmony of one chorus.</summary>
internal sealed class Tune
{
    private static readonly int[] BluesIntervals = [0, 3, 5, 6, 7, 10];

    private readonly Chord[] _beats;

    /// <param name="title">What it is called, as part of a file's name.</param>
    /// <param name="form">A letter for each section, all equally long; the same letter has the same tune, such as "AABA".</param>
    /// <param name="chart">Bars between bar lines; the chords of a bar share its beats evenly.</param>
    /// <param name="tonic">The pitch class of the key, 0 … 11; the chart is written in C.</param>
    /// <param name="isMinor">Whether the key is a minor one.</param>
    public Tune(string title, string form, string chart, int tonic, bool isMinor)
    {
        var bars = chart.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (bars.Length % form.Length != 0)
            throw new ArgumentException($"{bars.Length} bars do not fall into {form.Length} sections.", nameof(chart));
        _beats = [.. bars.SelectMany(bar => ChordsOfBar(bar.Split(' ', StringSplitOptions.RemoveEmptyEntries), tonic))];
        (Title, Form, Tonic, IsMinor, Bars) = (title, form, tonic, isMinor, bars.Length);
    }

    public string Title { get; }

    public string Form { get; }

    public int Tonic { get; }

    public bool IsMinor { get; }

    /// <summary>The bars of one chorus.</summary>
    public int Bars { get; }

    public int BarsPerSection => Bars / Form.Length;

    /// <summary>Where it comes to rest.</summary>
    public Chord Home => new(Tonic, IsMinor ? ChordQuality.Minor6 : ChordQuality.Sixth);

    /// <summary>The blues scale of the key: the same in major and minor.</summary>
    public int[] BluesScale => [.. BluesIntervals.Select(interval => PitchMath.ClassOf(Tonic + interval))];

    /// <summary>The chord of a beat, counted from the start of the piece; choruses repeat.</summary>
    public Chord At(int beat) => _beats[beat % _beats.Length];

    /// <summary>Whether two sections have the same chords.</summary>
    public bool IsSameHarmony(int section, int other)
    {
        var length = BarsPerSection * SwingGrid.BeatsPerBar;
        return _beats.AsSpan(section * length, length).SequenceEqual(_beats.AsSpan(other * length, length));
    }

    /// <summary>Whether a new chord starts on a beat.</summary>
    public bool ChangesAt(int beat) => beat == 0 || At(beat) != At(beat - 1);

    private static IEnumerable<Chord> ChordsOfBar(string[] symbols, int tonic)
    {
        for (var beat = 0; beat < SwingGrid.BeatsPerBar; beat++)
            yield return Chord.Parse(symbols[beat * symbols.Length / SwingGrid.BeatsPerBar], tonic);
    }
}
