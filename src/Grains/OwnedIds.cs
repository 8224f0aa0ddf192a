using MusicGen.Contracts;
using MusicGen.Grains.Accounts;
using MusicGen.Grains.Corpora;
using MusicGen.Grains.Models;
using MusicGen.Grains.Sessions;
using MusicGen.Grains.Storage;
using MusicGen.Grains.Training;
using MusicGen.Storage;

namespace MusicGen.Grains;

/// <summary>What somebody owns, read from the grains' states themselves: there is no second list that could differ.</summary>
public sealed class OwnedIds(IBlobStore blobs)
{
    public Task<Page<string>> CorporaAsync(string owner, string? after, int count, CancellationToken cancellationToken) => ListAsync(CorpusGrain.TypeName, owner, after, count, cancellationToken);

    public Task<Page<string>> TrainingsAsync(string owner, string? after, int count, CancellationToken cancellationToken) => ListAsync(TrainingSessionGrain.TypeName, owner, after, count, cancellationToken);

    public Task<Page<string>> ModelsAsync(string owner, string? after, int count, CancellationToken cancellationToken) => ListAsync(ModelGrain.TypeName, owner, after, count, cancellationToken);

    public Task<Page<string>> SessionsAsync(string owner, string? after, int count, CancellationToken cancellationToken) => ListAsync(GenerationSessionGrain.TypeName, owner, after, count, cancellationToken);

    /// <summary>Whether a key was ever made, for whomever.</summary>
    public async Task<bool> HasAccountsAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in blobs.ListAsync(BlobGrainStorage.Prefix(AccountGrain.TypeName), cancellationToken: cancellationToken)) return true;
        return false;
    }

    private async Task<Page<string>> ListAsync(string grainType, string owner, string? after, int count, CancellationToken cancellationToken)
    {
        var prefix = $"{BlobGrainStorage.Prefix(grainType)}{owner}/";
        var ids = new List<string>();
        await foreach (var blob in blobs.ListAsync(prefix, after is null ? null : prefix + after, cancellationToken))
        {
            if (ids.Count == count) return new Page<string>(ids, ids[^1]);
            ids.Add(blob.Key[prefix.Length..]);
        }
        return new Page<string>(ids, null);
    }
}
