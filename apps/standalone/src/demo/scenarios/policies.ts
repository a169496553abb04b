export interface Policy {
  id: string
  text: string
}

/** What the shop's retrieval finds. */
export const POLICIES: readonly Policy[] = [
  {
    id: 'pol-duplicate',
    text: 'Duplicate charges: a second charge for the same order is refunded in full, without the goods being sent back.',
  },
  {
    id: 'pol-approval',
    text: 'Refund approval: a refund above 100.00 EUR needs the approval of a person in customer care.',
  },
  {
    id: 'pol-transit',
    text: 'Lost in transit: when the carrier shows no scan for 10 days the parcel counts as lost, and the customer chooses refund or replacement.',
  },
  {
    id: 'pol-returns',
    text: 'Returns: unused goods may be sent back within 60 days. Boots are tried on indoors. The label is in the parcel.',
  },
  {
    id: 'pol-repair',
    text: 'Repairs: zippers, buckles and poles are mended free of charge for five years. Send the product clean and dry.',
  },
  {
    id: 'pol-duties',
    text: 'Duties: orders to Switzerland and Norway are delivered with duties paid. A carrier that asks for duties is refunded by us.',
  },
  {
    id: 'pol-care',
    text: 'Care: down jackets are washed at 30 degrees with down soap and dried with tennis balls at low heat until no lump is left.',
  },
]
