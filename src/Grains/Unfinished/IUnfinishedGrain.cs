namespace MusicGen.Grains.Unfinished;

/// <summary>A grain that can be in the middle of work when its process dies.</summary>
[Alias("musicgen.IUnfinishedGrain")]
public interface IUnfinishedGrain : IGrainWithStringKey
{
    /// <summary>Goes on with whatever the grain's state says is unfinished. Returns soon; may be repeated at any time.</summary>
    [Alias("Wake")]
    Task Wake();
}
