namespace MusicGen.Inference.Sampling;

/// <summary>How far a tune is repeating itself, and which words would go on with it.</summary>
/// <remarks>
/// After "DRY" of language models (p-e-w, text-generation-webui pull request 5677, 2024), which lets the penalty grow with the length of the run; here it
/// grows linearly. A run counts with its whole length where it came before among the last 2,048 words. A word takes time linear in those. Allocates nothing
/// after its construction.
/// </remarks>
internal sealed class Repetition
{
    /// <summary>As far back as it looks: some 400 notes in Score24. A power of two.</summary>
    private const int WordsRemembered = 2048;

    private const int Ring = WordsRemembered - 1;

    private readonly double _penalty;
    private readonly int _free;
    private readonly int[] _words = new int[WordsRemembered]; // a ring, by place in the tune
    private readonly int[] _runs = new int[WordsRemembered];  // how long the run is that ends with a word here and with the last word, too
    private readonly float[] _penalties;
    private readonly int[] _penalized; // words whose penalty is not zero
    private int _penalizedCount;
    private int _count;

    public Repetition(int vocabularySize, double penalty, int free)
    {
        (_penalty, _free) = (penalty, free);
        _penalties = new float[vocabularySize];
        _penalized = new int[vocabularySize];
    }

    /// <summary>The words that lose something if they come next, each once.</summary>
    public ReadOnlySpan<int> Penalized => _penalized.AsSpan(0, _penalizedCount);

    /// <summary>Nats that a word loses if it comes next.</summary>
    public float PenaltyOf(int word) => _penalties[word];

    /// <summary>Goes on by a word.</summary>
    public void Take(int word)
    {
        foreach (var penalized in Penalized) _penalties[penalized] = 0;
        _penalizedCount = 0;
        _words[_count & Ring] = word;
        // From the last word back, so that each run is still that of the word before when the next one is made from it: the oldest one's, too, whose place
        // in the ring the new word takes.
        for (var i = _count - 1; i >= Math.Max(_count - Ring, 0); i--)
        {
            var run = _words[i & Ring] == word ? _runs[(i - 1) & Ring] + 1 : 0;
            _runs[i & Ring] = run;
            if (run >= _free) Penalize(_words[(i + 1) & Ring], (float)(_penalty * (run + 1 - _free)));
        }
        _runs[_count++ & Ring] = 0;
    }

    private void Penalize(int word, float penalty)
    {
        if (penalty <= _penalties[word]) return;
        if (_penalties[word] == 0) _penalized[_penalizedCount++] = word;
        _penalties[word] = penalty;
    }
}
