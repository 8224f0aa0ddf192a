using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using MusicGen.Contracts;
using MusicGen.Storage;

namespace MusicGen.Silo.Http;

/// <summary>Blobs as downloads: streamed, with ETag and ranges.</summary>
internal static class Download
{
    public static ProblemHttpResult NoFile => new Problem(ProblemKind.NotFound, "file-not-found", "There is no such file.").ToResult();

    public static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> FileAsync(
        IBlobStore blobs, string key, string contentType, string fileName, CancellationToken cancellationToken)
    {
        if (await blobs.FindAsync(key, cancellationToken) is not { } found || await blobs.OpenAsync(key, cancellationToken: cancellationToken) is not { } content) return NoFile;
        return TypedResults.File(content, contentType, fileName, entityTag: new EntityTagHeaderValue($"\"{found.ETag.Trim('"')}\""), enableRangeProcessing: content.CanSeek);
    }
}
