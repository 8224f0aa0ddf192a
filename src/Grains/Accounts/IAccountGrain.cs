using MusicGen.Contracts;
using MusicGen.Contracts.Accounts;

namespace MusicGen.Grains.Accounts;

/// <summary>An owner's account: the API keys, and how much there may be of what. Key: the owner's name.</summary>
/// <remarks>There is one for every name; one that nothing was ever done with has no state.</remarks>
[Alias("musicgen.IAccountGrain")]
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
}
