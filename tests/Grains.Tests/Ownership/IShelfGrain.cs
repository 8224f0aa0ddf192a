namespace MusicGen.Grains.Tests.Ownership;

/// <summary>A grain that belongs to nobody.</summary>
[Alias("musicgen.tests.IShelfGrain")]
public interface IShelfGrain : IGrainWithStringKey
{
    /// <summary>In whose name a spy is called from here; null: the service's.</summary>
    [Alias("CallerAt")]
    Task<string?> CallerAt(string spy);
}
