using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Options;
using MusicGen.Contracts;
using MusicGen.Storage;

namespace MusicGen.Silo.Clustering;

/// <summary>The blobs <c>cluster/{cluster}/{silo}</c>: who lives, told by a store that has nothing to do with Redis.</summary>
internal sealed class BeaconStore(IBlobStore blobs, IOptions<ClusterOptions> options)
{
    private string Folder => $"cluster/{options.Value.ClusterId}/";

    public async IAsyncEnumerable<SeenBeacon> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (silo, _) in VersionsAsync(cancellationToken))
        {
            if (await FindAsync(silo, cancellationToken) is { } seen) yield return seen;
        }
    }

    /// <summary>The names and versions alone: one question, however many there are.</summary>
    public async IAsyncEnumerable<(string Silo, string ETag)> VersionsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var blob in blobs.ListAsync(Folder, cancellationToken: cancellationToken)) yield return (blob.Key[Folder.Length..], blob.ETag);
    }

    /// <summary>Null when there is none. One that cannot be read is another process's that names no member: somebody has written it, and may live.</summary>
    public async Task<SeenBeacon?> FindAsync(string silo, CancellationToken cancellationToken) =>
        await blobs.GetAsync(Folder + silo, cancellationToken) is { } blob ? new SeenBeacon(Read(silo, blob.Content.Span) ?? new Beacon(silo, Process: ""), blob.ETag) : null;

    /// <summary>Writes a beacon over the version that was seen last, or where there was none.</summary>
    /// <returns>The new version; null when it is another's by now.</returns>
    public Task<string?> PutAsync(Beacon beacon, string? seen, CancellationToken cancellationToken) => blobs.PutAsync(
        Folder + beacon.Silo, JsonSerializer.SerializeToUtf8Bytes(beacon, ContractJson.Options), seen is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(seen), cancellationToken);

    /// <returns>False when it is another version by now, or gone.</returns>
    public Task<bool> DeleteAsync(string silo, string seen, CancellationToken cancellationToken) => blobs.DeleteAsync(Folder + silo, seen, cancellationToken);

    /// <summary>Null: it is not what a silo of that name writes.</summary>
    private static Beacon? Read(string silo, ReadOnlySpan<byte> content)
    {
        try
        {
            var beacon = JsonSerializer.Deserialize<Beacon>(content, ContractJson.Options);
            _ = beacon?.FindMember();
            return beacon?.Silo == silo ? beacon : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or OverflowException) // the last three: an address that is none
        {
            return null;
        }
    }
}
