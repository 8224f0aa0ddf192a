namespace MusicGen.Grains.Training;

/// <summary>How full a pool is.</summary>
/// <param name="Pool">Its name.</param>
/// <param name="IsServed">Whether a node was heard in it.</param>
/// <param name="Waiting">Sessions that wait for a device.</param>
/// <param name="Running">Sessions that have one.</param>
/// <param name="Slots">Device slots of the nodes that are heard.</param>
internal readonly record struct PoolLoad(string Pool, bool IsServed, int Waiting, int Running, int Slots);
