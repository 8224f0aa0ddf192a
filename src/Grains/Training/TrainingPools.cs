using System.Runtime.CompilerServices;
using MusicGen.Grains.Storage;
using MusicGen.Storage;

namespace MusicGen.Grains.Training;

/// <summary>The pools that a node came to, or that sessions wait in, read from the queues' states themselves.</summary>
/// <remarks>One that never gave a slot is forgotten with the last session that waits in it while no node is heard; the next heartbeat brings it back.</remarks>
public sealed class TrainingPools(IBlobStore blobs)
{
    public async IAsyncEnumerable<string> NamesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var prefix = BlobGrainStorage.Prefix(TrainingQueueGrain.TypeName);
        await foreach (var blob in blobs.ListAsync(prefix, cancellationToken: cancellationToken)) yield return blob.Key[prefix.Length..];
    }
}
