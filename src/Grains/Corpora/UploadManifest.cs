using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Storage;

namespace MusicGen.Grains.Corpora;

/// <summary>The list of an upload's files.</summary>
internal static class UploadManifest
{
    public static Task WriteAsync(IBlobStore blobs, string prefix, string upload, IReadOnlyList<WaitingFile> files, CancellationToken cancellationToken) =>
        blobs.PutAsync(CorpusBlobs.Manifest(prefix, upload), JsonSerializer.SerializeToUtf8Bytes(files, ContractJson.Options), cancellationToken: cancellationToken);

    /// <summary>Null when there is none.</summary>
    public static async Task<IReadOnlyList<WaitingFile>?> ReadAsync(IBlobStore blobs, string prefix, string upload, CancellationToken cancellationToken) =>
        await blobs.GetAsync(CorpusBlobs.Manifest(prefix, upload), cancellationToken) is { } blob
            ? JsonSerializer.Deserialize<WaitingFile[]>(blob.Content.Span, ContractJson.Options)
            : null;
}
