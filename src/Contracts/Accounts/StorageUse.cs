namespace MusicGen.Contracts.Accounts;

/// <summary>How much an owner stores.</summary>
/// <param name="StoredBytes">Of the files of the owner's corpora, trainings, models and sessions, as counted within the last minute.</param>
/// <param name="AllowedBytes">How many there may be; beyond, no upload, training or session begins.</param>
[GenerateSerializer, Immutable, Alias("musicgen.StorageUse")]
public sealed record StorageUse([property: Id(0)] long StoredBytes, [property: Id(1)] long AllowedBytes);
