using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Models;
using MusicGen.Grains.Sessions;
using MusicGen.Inference.Batching;

namespace MusicGen.Grains.Tests.Sessions;

/// <summary>The real composer, whose work is counted and can be held.</summary>
internal sealed class ObservedComposer : ITuneComposer, IDisposable
{
    private readonly CompositionEngine _engine = new();
    private readonly TuneComposer _composer;
    private Exception? _failure;
    private int _composed;
    private int _held;
    private int _active;
    private int _holdAt = int.MaxValue;
    private TaskCompletionSource _released = new();

    public ObservedComposer() => _composer = new TuneComposer(_engine);

    /// <summary>Each variation that was begun, with the words that were there already.</summary>
    public ConcurrentQueue<(int Variation, int Already)> Begun { get; } = [];

    /// <summary>Words composed since the last <see cref="Forget"/>.</summary>
    public int Composed => _composed;

    /// <summary>Variations that are held now.</summary>
    public int Held => _held;

    /// <summary>Variations that have begun and not ended.</summary>
    public int Active => _active;

    public Task<Problem?> FindProblemAsync(LoadedModel model, TuneSettings settings) => _composer.FindProblemAsync(model, settings);

    /// <summary>Counts anew.</summary>
    public void Forget()
    {
        Begun.Clear();
        _composed = 0;
    }

    /// <summary>Has the next variation fail that is begun.</summary>
    public void FailNext(Exception failure) => _failure = failure;

    /// <summary>Lets variations go on that are held, and holds every one from now on that has so many words.</summary>
    public void HoldAt(int words)
    {
        _holdAt = words;
        var released = _released;
        _released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        released.TrySetResult();
    }

    public async IAsyncEnumerable<IReadOnlyList<string>> ComposeAsync(
        LoadedModel model, TuneSettings settings, int variation, IReadOnlyList<string> already, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Begun.Enqueue((variation, already.Count));
        if (Interlocked.Exchange(ref _failure, null) is { } failure) throw failure;
        var count = already.Count;
        Interlocked.Increment(ref _active);
        try
        {
            await foreach (var words in _composer.ComposeAsync(model, settings, variation, already, cancellationToken))
            {
                count += words.Count;
                Interlocked.Add(ref _composed, words.Count);
                yield return words;
                if (count >= _holdAt) await HoldAsync(cancellationToken);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }

    public void Dispose()
    {
        _engine.Dispose();
        _composer.Dispose();
    }

    private async Task HoldAsync(CancellationToken cancellationToken)
    {
        var released = _released.Task;
        Interlocked.Increment(ref _held);
        try
        {
            await released.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _held);
        }
    }
}
