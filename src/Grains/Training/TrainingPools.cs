using System.Runtime.CompilerServices;
using MusicGen.Grains.Storage;
using MusicGen.Storage;

namespace MusicGen.Grains.Training;

/// <summary>The pools that a node ever came to, or that sessions wait in, read from the queues' states themselves.</summary>
public sealed class TrainingPools(IBlobStore blobs)
{
    public async IAsyncEnumerable<string> NamesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var prefix = BlobGrainStorage.Prefix(TrainingQueueGrain.TypeName);
        await foreach (var blob in blobs.ListAsync(prefix, cancellationToken: cancellationToken)) yield return blob.Key[prefix.Length..];
    }
}
