using MusicGen.Music.Tokens;

namespace MusicGen.Music.Originality;

/// <summary>Measures how much of generated pieces is copied: the notes in runs of successive intervals that training pieces have, too.</summary>
/// <remarks>
/// <para>
/// Melodies are compared, in any key: in Score24 the highest notes of each program but the drums, in note names the words. A chord of note
/// names has no octave, so that the steps to and from it count by their pitch classes. People copy as well: of held-out jazz solos, runs of 12
/// intervals that the others have cover about 4 %, runs of 6 about two thirds.
/// </para>
/// <para>
/// Memory is 140 bytes a generated note at most, whatever there is to compare with, and time linear in the tokens. For one thread at a time.
/// </para>
/// </remarks>
public sealed class CopyMeter
{
    /// <summary>The intervals of a run: 13 notes.</summary>
    public const int DefaultRun = 12;

    private const short LineEnd = short.MaxValue;

    private readonly short[] _intervals; // of all melodies, each with an end: as many as there are notes
    private readonly SuffixAutomaton _runs;
    private readonly int[] _heard; // for each state of the automaton the longest of its runs in the training pieces

    private int _longest;

    /// <param name="vocabulary">The words of the generated pieces.</param>
    /// <param name="generated">Their tokens.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token is no id of the vocabulary.</exception>
    public CopyMeter(Vocabulary vocabulary, IEnumerable<ReadOnlyMemory<int>> generated)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(generated);
        var reader = new MelodyReader(vocabulary);
        var intervals = new List<short>();
        foreach (var piece in generated)
        {
            foreach (var melody in reader.Read(piece.Span))
            {
                for (var i = 1; i < melody.Count; i++) intervals.Add((short)melody[i - 1].IntervalTo(melody[i]));
                intervals.Add(LineEnd);
            }
        }
        _intervals = [.. intervals];
        _runs = new SuffixAutomaton(_intervals);
        _heard = new int[_runs.States];
    }

    /// <summary>Listens to training pieces, which may be some of several collections.</summary>
    /// <param name="vocabulary">Their words, which need not be those of the generated pieces.</param>
    /// <param name="training">Their tokens.</param>
    /// <param name="progress">Hears after each piece which part of them is done.</param>
    /// <param name="cancellationToken">Heard before each piece; those before it count.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token is no id of the vocabulary.</exception>
    public void Compare(
        Vocabulary vocabulary,
        IReadOnlyCollection<ReadOnlyMemory<int>> training,
        Action<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(training);
        var reader = new MelodyReader(vocabulary);
        var done = 0;
        foreach (var piece in training)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var melody in reader.Read(piece.Span)) Listen(melody);
            progress?.Invoke((double)++done / training.Count);
        }
    }

    /// <summary>What was found in all pieces that were compared.</summary>
    /// <param name="run">The intervals of a run, 1 or more; the notes are one more.</param>
    public CopyCount Count(int run = DefaultRun)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(run, 1);
        _runs.Complete(_heard);
        var copied = 0L;
        int state = SuffixAutomaton.Start, length = 0, note = 0, uncounted = 0;
        foreach (var interval in _intervals)
        {
            if (interval == LineEnd)
            {
                (state, length, note, uncounted) = (SuffixAutomaton.Start, 0, 0, 0);
                continue;
            }
            note++;
            (state, length) = _runs.Follow(state, length, interval);
            if (length < run) continue;
            (state, length) = (_runs.Shorten(state, run), run);
            if (_heard[state] < run) continue;
            copied += note + 1 - Math.Max(uncounted, note - run);
            uncounted = note + 1;
        }
        return new CopyCount(_intervals.Length, copied, _longest);
    }

    private void Listen(List<Tone> melody)
    {
        var (state, length) = (SuffixAutomaton.Start, 0);
        for (var i = 1; i < melody.Count; i++)
        {
            (state, length) = _runs.Follow(state, length, (short)melody[i - 1].IntervalTo(melody[i]));
            _heard[state] = Math.Max(_heard[state], length);
            _longest = Math.Max(_longest, length);
        }
    }
}
