using MusicGen.Contracts;

namespace MusicGen.Grains.Training;

/// <summary>The end of a training session's traces.</summary>
/// <remarks>
/// First the state says that it is deleted, then everything it has in the store goes, then the state: a crash at any place leaves the mark of unfinished work, and whoever is woken by it goes on.
/// Only a session that rests is deleted, so nobody writes meanwhile but a worker that could not be told to stop, until it must believe itself lost: its lease is waited for, and the store looked through again.
/// </remarks>
internal sealed partial class TrainingSessionGrain
{
    public async Task<Problem?> Delete()
    {
        if (!Exists) return NotFound;
        if (!State.Rests) return Refuse("delete", "Cancel it, and wait until it has ended.");
        await _unfinished.MarkAsync(UnfinishedDeletionKind, Key.ToString());
        await _state.UpdateAsync(state => state with { Deleted = true });
        try
        {
            // The removal of the one before that had this id may have been clearing the mark meanwhile.
            await _unfinished.MarkAsync(UnfinishedDeletionKind, Key.ToString());
        }
        finally
        {
            _changed.Raise();
            _loop.Start(WorkAsync);
        }
        return null;
    }

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        await Queue.Remove(Key.ToString());
        await RemoveBlobsAsync(cancellationToken);
        if (!_lease.IsOver)
        {
            while (!_lease.IsOver) await Task.Delay(LookInterval, _clock, cancellationToken);
            await RemoveBlobsAsync(cancellationToken);
        }
        await _unfinished.ClearAsync(UnfinishedKind, Key.ToString()); // where it came to rest and that was not finished
        _progress = null;
        await _state.ClearAsync();
        _changed.Raise();
        await _unfinished.ClearAsync(UnfinishedDeletionKind, Key.ToString());
    }

    private async Task RemoveBlobsAsync(CancellationToken cancellationToken)
    {
        await _checkpoints.DeleteAllAsync(CheckpointBlobs.Prefix(Key), cancellationToken);
        await _samples.DeleteAllAsync(Key, cancellationToken);
    }
}
