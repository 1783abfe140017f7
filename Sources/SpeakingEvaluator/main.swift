import BandUpCore
