using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Storage;

namespace MusicGen.Grains.Sessions;

/// <summary>Keeps what tunes have become so far in the store: the SHA-256 of the rest in hexadecimal, a line feed, and <see cref="SavedProgress"/> as JSON.</summary>
/// <remarks>It saves time and nothing else, so what cannot be read is passed over: the tune is composed from its beginning, to the same bytes.</remarks>
internal sealed class ProgressStore(IBlobStore blobs)
{
    private const byte LineFeed = (byte)'\n';

    /// <summary>What tells a tune's progress from that of others: settings and primer, the model, and the software, which may compose otherwise than the one before.</summary>
    public static string IdentityOf(TuneSettings settings, string modelHash) =>
        HashOf(JsonSerializer.SerializeToUtf8Bytes(new { settings, modelHash, TuneWriter.Build }, ContractJson.Options));

    /// <summary>What was saved; null: nothing, or nothing that this tune could go on from.</summary>
    public async Task<SavedProgress?> ReadAsync(OwnedKey session, int number, string identity, int variations)
    {
        if (await blobs.GetAsync(TuneBlobs.Progress(session, number)) is not { Content: var content }) return null;
        var hash = content.Span.IndexOf(LineFeed);
        if (hash < 0 || !content.Span[..hash].SequenceEqual(Encoding.ASCII.GetBytes(HashOf(content.Span[(hash + 1)..])))) return null;
        try
        {
            return JsonSerializer.Deserialize<SavedProgress>(content.Span[(hash + 1)..], ContractJson.Options) is { } saved
                && saved.Identity == identity && saved.Words.Count == variations ? saved : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public async Task WriteAsync(OwnedKey session, int number, SavedProgress progress, CancellationToken cancellationToken = default)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(progress, ContractJson.Options);
        await blobs.PutAsync(TuneBlobs.Progress(session, number), (byte[])[.. Encoding.ASCII.GetBytes(HashOf(json)), LineFeed, .. json], cancellationToken: cancellationToken);
    }

    private static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
