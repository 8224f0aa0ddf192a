namespace MusicGen.Grains.Training.Scheduling;

/// <summary>A device slot that nobody uses.</summary>
internal readonly record struct FreeSlot(string Node, string Incarnation, string Device);
