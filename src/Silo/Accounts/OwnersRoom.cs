using Microsoft.Extensions.Options;
using MusicGen.Contracts;
using MusicGen.Grains.Accounts;

namespace MusicGen.Silo.Accounts;

/// <summary>Whether owners may store more. Safe for concurrent use.</summary>
internal sealed class OwnersRoom(IGrainFactory grains, IOptions<LimitsOptions> limits)
{
    /// <summary>Asks for room; where there is some, it counts as taken from now on.</summary>
    /// <param name="owner">Whose bytes they are.</param>
    /// <param name="bytes">How many more; 0: any at all.</param>
    /// <returns>Null: there is room. Otherwise the problem.</returns>
    public async Task<Problem?> TakeAsync(string owner, long bytes) => limits.Value.CountsBytes ? await grains.GetGrain<IAccountGrain>(owner).TakeBytes(bytes) : null;
}
