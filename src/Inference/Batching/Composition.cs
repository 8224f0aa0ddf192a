using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MusicGen.Inference.Composing;
using MusicGen.Inference.Decoding;

namespace MusicGen.Inference.Batching;

/// <summary>A tune in the hands of a <see cref="CompositionEngine"/>: its words as they are drawn.</summary>
/// <remarks>A reader that is too far behind pauses this tune and no other. Dispose it to take it out of the engine, which happens within a word.</remarks>
public sealed class Composition : IDisposable
{
    /// <summary>Some three notes: a reader is woken for no less, but at the end.</summary>
    private const int WordsAtOnce = 16;

    private const int PortionsAhead = 64;

    private const int None = -1;

    private readonly Channel<string[]> _portions = Channel.CreateBounded<string[]>(new BoundedChannelOptions(PortionsAhead) { SingleReader = true, SingleWriter = true });
    private readonly List<string> _drawn = new(WordsAtOnce);
    private readonly TuneDraft _draft;
    private string[]? _refused; // a portion that the channel had no room for
    private int _heard;
    private int _last = None;
    private volatile bool _isLeft;
    private volatile bool _isPaused;

    internal Composition(Decoder decoder, TuneDraft draft) => (Decoder, _draft) = (decoder, draft);

    internal Decoder Decoder { get; }

    /// <summary>Who steps it now; the engine moves tunes between threads.</summary>
    internal EngineThread? Thread { get; set; }

    /// <summary>What the network remembers of it, while it is on its way to another slot; null: nothing yet.</summary>
    internal DecoderState? State { get; set; }

    /// <summary>Why no more words can be drawn, when that is so.</summary>
    internal Exception? Failure { get; set; }

    /// <summary>Whether nobody wants its words any more.</summary>
    internal bool IsLeft => _isLeft;

    /// <summary>Whether it waits for its reader.</summary>
    internal bool IsPaused => _isPaused;

    /// <summary>Whether nothing is left to draw.</summary>
    internal bool IsComplete => _draft.IsComplete;

    /// <summary>Whether a word is drawn after the next step.</summary>
    internal bool Draws => _heard + 1 >= _draft.Heard.Count;

    /// <summary>The word that the network hears next.</summary>
    internal int Next => _heard < _draft.Heard.Count ? _draft.Heard[_heard] : _last;

    /// <summary>The words, in portions as they come. To be enumerated once.</summary>
    /// <exception cref="OperationCanceledException">It was disposed of, or the token says so.</exception>
    /// <exception cref="CompositionInterruptedException">It was not composed to its end for a reason that is not its own.</exception>
    /// <remarks>What the tune's own rules throw comes out here as well.</remarks>
    public async IAsyncEnumerable<IReadOnlyList<string>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var portion in _portions.Reader.ReadAllAsync(cancellationToken))
        {
            if (_isPaused) Thread?.Wake();
            yield return portion;
        }
    }

    public void Dispose()
    {
        if (_isLeft) return;
        _isLeft = true;
        Interlocked.MemoryBarrier(); // whoever gets the tune after this look at its thread sees that it was left
        Thread?.Wake();
    }

    /// <summary>The network has heard <see cref="Next"/>, and nothing is drawn.</summary>
    internal void Hear() => _heard++;

    /// <summary>The network has heard <see cref="Next"/>: draws a word.</summary>
    internal void Draw(ReadOnlySpan<float> logits, Span<bool> forbidden)
    {
        _heard++;
        _last = _draft.Draw(logits, forbidden);
        _drawn.Add(_draft.LastWord);
        if (_drawn.Count < WordsAtOnce && !_draft.IsComplete) return;
        Hand([.. _drawn]);
        _drawn.Clear();
    }

    /// <summary>Tries again to hand over what there was no room for.</summary>
    internal void Resume()
    {
        if (_refused is { } portion && _portions.Writer.TryWrite(portion)) (_refused, _isPaused) = (null, false);
    }

    /// <summary>There will be no more words.</summary>
    internal void End(Exception? reason = null) => _portions.Writer.TryComplete(reason);

    private void Hand(string[] portion)
    {
        if (_portions.Writer.TryWrite(portion)) return;
        (_refused, _isPaused) = (portion, true);
        // The reader may have made room, and looked whether the tune was paused, just before it was.
        Resume();
    }
}
