using MusicGen.Contracts.Sessions;
using MusicGen.Music.Tokens.Grid24;

namespace MusicGen.Grains.Sessions;

/// <summary>The composed words of one variation, cut into stretches: bars, or with note names 16 words each.</summary>
/// <remarks>
/// Stretch b is the b-th composed bar. Stretch 0 is what stands before it: the rest of a bar that the primer began, or nothing. Where the cuts are depends on
/// the words alone, not on how many of them came together.
/// </remarks>
/// <param name="hasBars">Whether they are words of Score24.</param>
/// <param name="primerBars">Bars that the primer begins.</param>
internal sealed class VariationWords(bool hasBars, int primerBars)
{
    private const int WordsOfAStretch = 16; // of note names

    private static readonly string Bar = Score24Vocabulary.WordOf(Score24Vocabulary.Bar);

    private readonly List<string> _words = [];
    private readonly List<int> _starts = primerBars > 0 ? [0] : [0, 0];

    public IReadOnlyList<string> Words => _words;

    public bool IsComplete { get; private set; }

    /// <summary>Stretches that have begun, the empty ones included.</summary>
    public int Begun => _starts.Count;

    /// <summary>Whole bars composed so far; with note names 0.</summary>
    public int BarsDone => hasBars ? Math.Max(0, _starts.Count - (IsComplete ? 1 : 2)) : 0;

    public void Add(IEnumerable<string> words)
    {
        foreach (var word in words)
        {
            if (hasBars && word == Bar && (primerBars > 0 || _words.Count > 0)) _starts.Add(_words.Count);
            _words.Add(word);
            if (!hasBars && _words.Count % WordsOfAStretch == 0) _starts.Add(_words.Count);
        }
    }

    /// <summary>Nothing more will come.</summary>
    public void Complete() => IsComplete = true;

    /// <summary>Whether it is certain what a stretch is, if only that there is none.</summary>
    public bool IsKnown(int stretch) => IsComplete || stretch < _starts.Count - 1;

    /// <summary>Words of a stretch that is known; 0: there is none, or it is empty.</summary>
    public int LengthOf(int stretch) => stretch < _starts.Count ? EndOf(stretch) - _starts[stretch] : 0;

    /// <summary>A stretch that is known and not empty.</summary>
    /// <param name="stretch">Which one.</param>
    /// <param name="sequence">Its place among the tune's events.</param>
    /// <param name="variation">The number of this variation.</param>
    public TuneEvent Tell(int stretch, long sequence, int variation)
    {
        var start = _starts[stretch];
        var words = _words.GetRange(start, EndOf(stretch) - start);
        return hasBars
            ? new TuneEvent(sequence, TunePhase.Running, words, variation, primerBars + stretch, start, words.Count(IsPitch))
            : new TuneEvent(sequence, TunePhase.Running, words, variation, null, start);
    }

    private int EndOf(int stretch) => stretch + 1 < _starts.Count ? _starts[stretch + 1] : _words.Count;

    /// <summary>A note has one pitch.</summary>
    private static bool IsPitch(string word) =>
        Score24Vocabulary.TryIdOf(word, out var id) && Score24Vocabulary.TokenOf(id).Family is Score24Family.Pitch or Score24Family.DrumPitch;
}
