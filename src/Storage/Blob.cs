namespace MusicGen.Storage;

/// <summary>A blob's content.</summary>
/// <param name="Content">All bytes.</param>
/// <param name="ETag">The version: changes with every write.</param>
public sealed record Blob(ReadOnlyMemory<byte> Content, string ETag);
