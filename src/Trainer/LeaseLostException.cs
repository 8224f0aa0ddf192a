namespace MusicGen.Trainer;

/// <summary>Nobody renewed the lease in time.</summary>
internal sealed class LeaseLostException() : Exception("Nobody has said for too long that this worker is heard: another one may have taken its place.");
