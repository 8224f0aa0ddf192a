using MusicGen.Contracts;
using MusicGen.Storage;

namespace MusicGen.Grains.Corpora;

/// <summary>The end of a corpus.</summary>
/// <remarks>
/// First the state says that it is deleted, then everything it has in the store goes, then the state: a crash at any place leaves the mark of
/// unfinished work, and whoever is woken by it goes on. It is the loop that removes, so nothing is read or written meanwhile.
/// </remarks>
internal sealed partial class CorpusGrain
{
    /// <summary>Stands among the numbers of uploads for the corpus itself.</summary>
    private const int Whole = 0;

    public async Task<Problem?> Delete()
    {
        if (!Exists) return NotFound;
        await _unfinished.MarkAsync(UnfinishedKind, MarkOf(Whole));
        await _state.UpdateAsync(state => state with { Deleted = true });
        _changed.Raise();
        _loop.Start(ReadAsync);
        return null;
    }

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        await _blobs.DeleteAllAsync($"{Prefix}/", cancellationToken);
        foreach (var upload in State.Open) await _unfinished.ClearAsync(UnfinishedKind, MarkOf(upload.Number));
        // Another corpus may get the id.
        (_index, _firsts, _lastPage, _waiting, _heldUp) = (null, null, null, null, null);
        await _state.ClearAsync();
        _changed.Raise();
        await _unfinished.ClearAsync(UnfinishedKind, MarkOf(Whole));
    }
}
