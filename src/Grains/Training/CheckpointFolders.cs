using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;
using MusicGen.Inference.Checkpoints;
using MusicGen.Storage;

namespace MusicGen.Grains.Training;

/// <summary>Copies and deletes whole checkpoints in the store.</summary>
internal sealed class CheckpointFolders(IBlobStore blobs)
{
    /// <summary>Deletes every blob of a checkpoint. Repeating is safe.</summary>
    public Task DeleteAsync(string folder) => blobs.DeleteAllAsync(folder + "/");

    /// <summary>Deletes every checkpoint below a prefix. Repeating is safe.</summary>
    public Task DeleteAllAsync(string prefix, CancellationToken cancellationToken) => blobs.DeleteAllAsync(prefix + "/", cancellationToken);

    /// <summary>Deletes every checkpoint below a prefix whose name is not among those to keep: what a killed worker wrote and nobody acknowledged.</summary>
    /// <param name="prefix">The session's folder, without a slash at the end.</param>
    /// <param name="kept">Names of checkpoints.</param>
    /// <param name="goesOn">Asked before each blob: a session that runs again may be writing others.</param>
    public async Task DeleteAllButAsync(string prefix, IEnumerable<string> kept, Func<bool> goesOn)
    {
        var names = kept.ToHashSet(StringComparer.Ordinal);
        await foreach (var blob in blobs.ListAsync(prefix + "/"))
        {
            if (!goesOn()) return;
            if (!names.Contains(blob.Key[(prefix.Length + 1)..].Split('/')[0])) await blobs.DeleteAsync(blob.Key);
        }
    }

    /// <summary>The losses of the steps that led to a checkpoint; none where it is gone or damaged.</summary>
    public async Task<IReadOnlyList<StepMetric>> ReadMetricsAsync(string folder)
    {
        try
        {
            return await blobs.GetAsync($"{folder}/{CheckpointFiles.Metrics}") is { } content ? JsonSerializer.Deserialize<StepMetric[]>(content.Content.Span, ContractJson.Options) ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
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
