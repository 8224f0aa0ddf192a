using MusicGen.Contracts;

namespace MusicGen.Grains.Composing;

/// <summary>The places of <see cref="ComposingPlaces"/> that one session holds. One thread at a time; disposing gives all back.</summary>
internal sealed class HeldPlaces(ComposingPlaces places, string owner) : IDisposable
{
    private bool _isDisposed;

    public int Count { get; private set; }

    /// <summary>Places on this silo that anybody holds.</summary>
    public int HeldByAll => places.Taken;

    /// <summary>Takes more places, all or none.</summary>
    /// <returns>Why there are none; null: they are taken.</returns>
    public Problem? Take(int count)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (places.Take(owner, count) is { } refused) return refused;
        Count += count;
        return null;
    }

    /// <summary>Holds exactly so many from now on: for tunes that were accepted before, nobody is refused.</summary>
    public void Keep(int count)
    {
        if (_isDisposed) return; // the session goes on in another activation, which holds them
        places.Change(owner, count - Count);
        Count = count;
    }

    public void Dispose()
    {
        Keep(0);
        _isDisposed = true;
    }
}
