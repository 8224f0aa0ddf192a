using MusicGen.Inference.Composing;
using MusicGen.Inference.Decoding;

namespace MusicGen.Inference.Batching;

/// <summary>Composes many tunes at once: a thread a core, and on each thread the tunes of a model are stepped together.</summary>
/// <remarks>
/// Continuous batching: tunes join and leave between words, and each takes one step a round, whatever the others do. A tune's words depend on its draft and
/// decoder alone. Safe for concurrent use.
/// </remarks>
public sealed class CompositionEngine : IDisposable
{
    private readonly EngineThread[] _threads;
    private readonly Lock _gate = new();
    private bool _isStopped;

    /// <param name="threads">1 or more. Default: one a core.</param>
    public CompositionEngine(int? threads = null)
    {
        if (threads < 1) throw new ArgumentOutOfRangeException(nameof(threads), threads, "There must be 1 thread or more.");
        _threads = [.. Enumerable.Range(1, threads ?? Environment.ProcessorCount).Select(number => new EngineThread(this, number))];
        foreach (var thread in _threads) thread.Start();
    }

    public int Threads => _threads.Length;

    /// <summary>Tunes that are being composed.</summary>
    public int Count => _threads.Sum(thread => thread.Count);

    /// <summary>Words that networks have heard since the start: those drawn, and those of primers.</summary>
    public long Words => _threads.Sum(thread => thread.Words);

    /// <summary>Tunes of each thread.</summary>
    public IReadOnlyList<int> Loads => [.. _threads.Select(thread => thread.Count)];

    private EngineThread LeastBusy => _threads.MinBy(thread => thread.Count)!;

    /// <summary>Begins to compose; the caller reads the words, and disposes what it got.</summary>
    /// <param name="decoder">The network.</param>
    /// <param name="draft">The tune; it is the engine's from now on.</param>
    /// <exception cref="ArgumentException">The draft's vocabulary is not the network's.</exception>
    /// <exception cref="CompositionInterruptedException">The engine has stopped.</exception>
    public Composition Compose(Decoder decoder, TuneDraft draft)
    {
        Composer.RequireSameVocabulary(decoder, draft);
        var tune = new Composition(decoder, draft);
        lock (_gate)
        {
            if (_isStopped) throw new CompositionInterruptedException("The service stops.");
            LeastBusy.Join(tune);
        }
        return tune;
    }

    /// <summary>Stops within a word; the readers of unfinished tunes hear of it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isStopped) return;
            _isStopped = true;
        }
        foreach (var thread in _threads) thread.Stop();
        foreach (var thread in _threads) thread.Clear();
    }

    /// <summary>Lets a thread give a tune to the one that has least, where that one has fewer by two or more.</summary>
    /// <param name="thread">Who would give.</param>
    /// <param name="give">Gives a tune to another thread; only one thread at a time does.</param>
    internal void ShareOut(EngineThread thread, Action<EngineThread> give)
    {
        lock (_gate)
        {
            var other = LeastBusy;
            if (!_isStopped && other.Count + 2 <= thread.Count) give(other);
        }
    }
}
