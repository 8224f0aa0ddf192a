using MusicGen.Grains.Ownership;

namespace MusicGen.Grains.Tests.Ownership;

[GrainType("tests-shelf"), Ownerless]
internal sealed class ShelfGrain : Grain, IShelfGrain
{
    public Task<string?> CallerAt(string spy) => GrainFactory.GetGrain<ISpyGrain>(spy).Caller();
}
