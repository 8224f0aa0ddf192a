namespace MusicGen.Storage;

/// <summary>A blob without its content.</summary>
/// <param name="Key">The blob's key.</param>
/// <param name="SizeBytes">Length of the content.</param>
/// <param name="ETag">The version: changes with every write.</param>
public sealed record BlobEntry(string Key, long SizeBytes, string ETag);
