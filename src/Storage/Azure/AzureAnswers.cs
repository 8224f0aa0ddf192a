using Azure;
using Azure.Storage.Blobs.Models;

namespace MusicGen.Storage.Azure;

/// <summary>Refusals of the service that are answers to what was asked, not failures. Source: Blob service error codes, https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes</summary>
internal static class AzureAnswers
{
    /// <summary>There is no such blob.</summary>
    public static bool IsNoBlob(RequestFailedException e) => e.Status == 404 && e.ErrorCode == BlobErrorCode.BlobNotFound;

    /// <summary>The blob, or its absence, is not what the request asked for.</summary>
    public static bool IsConditionNotMet(RequestFailedException e) =>
        (e.Status == 412 && e.ErrorCode == BlobErrorCode.ConditionNotMet) || (e.Status == 409 && e.ErrorCode == BlobErrorCode.BlobAlreadyExists);

    /// <summary>The content ends before the range begins.</summary>
    public static bool IsNoRange(RequestFailedException e) => e.Status == 416;

    /// <summary>The condition was looked at, and did not hold.</summary>
    public static bool IsRefused(RequestFailedException e) => IsConditionNotMet(e) || IsNoBlob(e);

    /// <summary>The version that was to be read on is there no more.</summary>
    public static bool IsReplaced(RequestFailedException e) => IsRefused(e) || IsNoRange(e);

    /// <summary>Blocks that were sent are not there any more: any write to a blob drops those of others that wait to become its content.</summary>
    public static bool IsBlocksGone(RequestFailedException e) => e.Status == 400 && (e.ErrorCode == BlobErrorCode.InvalidBlockList || e.ErrorCode == BlobErrorCode.InvalidBlockId);
}
