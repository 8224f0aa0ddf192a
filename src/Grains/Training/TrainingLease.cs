namespace MusicGen.Grains.Training;

/// <summary>A device slot given to a session.</summary>
/// <param name="Session">Key of the session.</param>
/// <param name="Node">The silo's name.</param>
/// <param name="Incarnation">The run of the silo's process.</param>
internal sealed record TrainingLease(string Session, string Node, string Incarnation);
