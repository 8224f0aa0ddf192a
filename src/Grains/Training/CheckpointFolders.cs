using MusicGen.Storage;

namespace MusicGen.Grains.Training;

/// <summary>Copies and deletes whole checkpoints in the store.</summary>
internal sealed class CheckpointFolders(IBlobStore blobs)
{
    /// <summary>Deletes every blob of a checkpoint. Repeating is safe.</summary>
    public async Task DeleteAsync(string folder)
    {
        await foreach (var blob in blobs.ListAsync(folder + "/")) await blobs.DeleteAsync(blob.Key);
    }

    /// <summary>Deletes every checkpoint below a prefix whose name is not among those to keep: what a killed worker wrote and nobody acknowledged.</summary>
    public async Task DeleteAllButAsync(string prefix, IEnumerable<string> kept)
    {
        var names = kept.ToHashSet(StringComparer.Ordinal);
        await foreach (var blob in blobs.ListAsync(prefix + "/"))
        {
            if (!names.Contains(blob.Key[(prefix.Length + 1)..].Split('/')[0])) await blobs.DeleteAsync(blob.Key);
        }
    }

    /// <summary>Copies the named blobs of a checkpoint. Repeating is safe.</summary>
    /// <returns>False when one of them is not there.</returns>
    public async Task<bool> CopyAsync(string folder, string target, params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            await using var content = await blobs.OpenAsync($"{folder}/{name}");
            if (content is null) return false;
            await blobs.PutAsync($"{target}/{name}", content);
        }
        return true;
    }
}
