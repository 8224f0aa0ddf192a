using MusicGen.Contracts;
using MusicGen.Contracts.Accounts;
using Orleans.CodeGeneration;
using Orleans.Concurrency;

namespace MusicGen.Grains.Accounts;

/// <summary>An owner's account: the API keys, and how much there may be of what. Key: the owner's name.</summary>
/// <remarks>There is one for every name; one that nothing was ever done with has no state.</remarks>
[Alias("musicgen.IAccountGrain"), Version(1)]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Makes a key. Each call makes another.</summary>
    /// <param name="name">For people; null: the key's id.</param>
    /// <param name="scopes">What may be done with it.</param>
    /// <param name="expiresInDays">After how many days it is of no more use.</param>
    [Alias("CreateKey")]
    Task<Answer<CreatedKey>> CreateKey(string? name, IReadOnlyList<KeyScope> scopes, int expiresInDays);

    /// <summary>All keys that were not revoked, oldest first; those that have expired too.</summary>
    [Alias("GetKeys")]
    Task<IReadOnlyList<KeySummary>> GetKeys();

    /// <summary>Makes a key useless for good.</summary>
    /// <returns>Null, or why not.</returns>
    [Alias("RevokeKey")]
    Task<Problem?> RevokeKey(string id);

    /// <summary>Whether a key is good.</summary>
    /// <param name="id">The one it says it is.</param>
    /// <param name="hash">Of the whole key.</param>
    /// <returns>Null: it is not, for whatever reason.</returns>
    [Alias("Verify")]
    Task<VerifiedKey?> Verify(string id, string hash);

    /// <summary>Asks whether the owner may have one more; where it is so, the one that is named counts from now on. Repeating is safe.</summary>
    /// <param name="thing">What is about to be made, or to go on.</param>
    /// <param name="id">Which one.</param>
    /// <returns>Null, or why not.</returns>
    [Alias("TakePlace")]
    Task<Problem?> TakePlace(CountedThing thing, string id);

    /// <summary>It was made, or was not after all; from now on what is in the store counts.</summary>
    [Alias("ReturnPlace")]
    Task ReturnPlace(CountedThing thing, string id);

    /// <summary>Asks whether the owner may store so many bytes more; where it is so, they count from now on. Each call takes others.</summary>
    /// <param name="bytes">How many; 0: any at all.</param>
    /// <returns>Null, or why not.</returns>
    [Alias("TakeBytes"), AlwaysInterleave]
    Task<Problem?> TakeBytes(long bytes);

    /// <summary>How much the owner stores; null: nobody counts it. Not older than a minute, unless counting takes long or fails: then it is the figure from before.</summary>
    [Alias("GetStorage"), AlwaysInterleave]
    Task<StorageUse?> GetStorage();
}
